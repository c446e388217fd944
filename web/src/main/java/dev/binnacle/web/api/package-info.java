/**
 * The routes of the API as one table, and what makes of it an HTTP server: {@link dev.binnacle.web.api.RouteTable} holds them,
 * {@link dev.binnacle.web.api.ApiHandler} guards and serves them, and the OpenAPI document is made from them. {@link
 * dev.binnacle.web.api.EventIntake}, {@link dev.binnacle.web.api.Commands} and {@link dev.binnacle.web.api.SystemView} are asked
 * for what is not of this room.
 */
@NullMarked
package dev.binnacle.web.api;

import org.jspecify.annotations.NullMarked;
