/**
 * The vocabulary that every part of Hearth shares: byte strings, typed ids, the strict binary codec, the seams through
 * which time, randomness and threads come in, and the one family of errors.
 */
package dev.hearth.base;
