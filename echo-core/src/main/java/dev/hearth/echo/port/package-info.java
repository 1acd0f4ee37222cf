/** What a database needs from outside: identity, access and keys of its space, and the exchange of credentials. */
package dev.hearth.echo.port;
