/** Tests of the HTTP host on real sockets. */
package dev.hearth.kube.internal.web;
