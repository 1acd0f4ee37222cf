/**
 * Chess for two people, offline first. {@link dev.hearth.examples.chess.Position} knows the rules and nothing of
 * Hearth; {@link dev.hearth.examples.chess.ChessModel} makes a replicated field of them;
 * {@link dev.hearth.examples.chess.ChessMain} is the program.
 */
package dev.hearth.examples.chess;
