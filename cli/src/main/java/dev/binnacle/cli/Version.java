package dev.binnacle.cli;

import dev.binnacle.server.Binnacle;
import picocli.CommandLine;

/** Says which Binnacle and which Java this is. */
final class Version implements CommandLine.IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"binnacle " + Binnacle.version() + " (Java " + Runtime.version() + ")"};
  }
}
