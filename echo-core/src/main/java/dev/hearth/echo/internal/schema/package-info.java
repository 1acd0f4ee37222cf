/** What types say of their fields: names, rules, versions; and their form in JSON. */
package dev.hearth.echo.internal.schema;
