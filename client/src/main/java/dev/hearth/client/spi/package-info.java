/** What a runtime that hosts apps plugs into a client. */
package dev.hearth.client.spi;
