/** Shows a text as a QR code, in a terminal or as an image; the one place that touches ZXing. */
package dev.hearth.kube.internal.qr;
