/** What the operating system, or an application, gives to HALO. */
package dev.hearth.halo.spi;
