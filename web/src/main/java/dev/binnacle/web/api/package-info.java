/**
 * The API over HTTP. {@link dev.binnacle.web.api.Api} puts it together: its routes are one table, and the router, the guard and the
 * OpenAPI document are made from that. {@link dev.binnacle.web.api.EventIntake}, {@link dev.binnacle.web.api.Commands}, {@link
 * dev.binnacle.web.api.SystemView} and {@link dev.binnacle.web.api.Sockets} are asked for what is not of this package.
 */
@NullMarked
package dev.binnacle.web.api;

import org.jspecify.annotations.NullMarked;
