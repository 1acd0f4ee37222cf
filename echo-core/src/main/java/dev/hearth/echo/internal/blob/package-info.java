/** Blobs: content cut into sealed chunks, the trees that name them, who holds them, and how they travel. */
package dev.hearth.echo.internal.blob;
