package dev.binnacle.config;

/**
 * Who asks for a change.
 *
 * @param name of a person or a program, as history shows it
 * @param source the way it came in
 * @param proved whether somebody checked that it is they; of a save in an editor only the file's owner is known, and that proves nothing
 */
public record Author(String name, Source source, boolean proved) {}
