package dev.hearth.kube.replay;

import dev.hearth.echo.Text;

/**
 * The document that peers type into.
 *
 * @param title what it is called
 * @param body its text
 */
record Note(String title, Text body) {}
