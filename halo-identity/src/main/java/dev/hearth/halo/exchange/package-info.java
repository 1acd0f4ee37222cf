/**
 * Views of credentials for exchange with others: JSON in its canonical form, {@code did:key}, and W3C Verifiable
 * Credentials and Presentations with {@code eddsa-jcs-2022} proofs. Nothing here opens a connection.
 */
package dev.hearth.halo.exchange;
