package dev.binnacle.config;

/** Reads the file; a test may answer in its place. */
@FunctionalInterface
interface FileSource {
  Reading read();
}
