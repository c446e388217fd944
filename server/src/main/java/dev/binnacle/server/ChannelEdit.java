package dev.binnacle.server;

import dev.binnacle.config.Author;
import dev.binnacle.config.ConfigException;
import dev.binnacle.config.Document;
import dev.binnacle.config.Edit;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Node;
import dev.binnacle.config.Outcome;
import dev.binnacle.config.Problem;
import dev.binnacle.config.Proposal;
import dev.binnacle.config.Snapshot;
import dev.binnacle.config.Source;
import dev.binnacle.model.ChannelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a channel into a settings file that no process need follow: comments and order stay, what a start would refuse is not written,
 * and a channel that is there is left alone.
 */
final class ChannelEdit {
  private static final String CHANNELS = "channels";

  private ChannelEdit() {}

  /**
   * @param yaml a section {@code channels} with the one channel
   * @param environment looks up the variables that the file names
   * @throws IllegalStateException if nothing was written, with the reason
   */
  static void add(Path file, ChannelName name, String yaml, Function<String, @Nullable String> environment, String operator) {
    SettingsSource source = new SettingsSource(file, environment, UnaryOperator.identity());
    Path state = null;
    try {
      if (Files.notExists(file)) {
        begin(source, file, yaml);
        return;
      }
      state = Files.createTempDirectory("binnacle-settings");
      try (LiveConfig<Settings> live =
          LiveConfig.builder(file, SettingsBinding.SCHEMA, new SettingsBinding(source)).stateDirectory(state).open()) {
        submit(live, file, name, channel(yaml, name), operator);
      }
    } catch (ConfigException e) {
      throw new IllegalStateException(file + " was left as it is: " + told(e.problems()), e);
    } catch (IOException e) {
      throw new IllegalStateException(file + " was left as it is: it cannot be read or written: " + e.getMessage(), e);
    } finally {
      forget(state);
    }
  }

  private static void begin(SettingsSource source, Path file, String yaml) throws IOException {
    try {
      Settings unused = source.parse(yaml, file.toString());
    } catch (SettingsException e) {
      throw new IllegalStateException(file + " was not made: " + String.join("; ", e.problems()), e);
    }
    Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW);
  }

  private static Node channel(String yaml, ChannelName name) {
    Node.Section root = Document.read(Path.of("channel.yaml"), yaml.getBytes(StandardCharsets.UTF_8)).root();
    if (root.entries().get(CHANNELS) instanceof Node.Section channels
        && channels.entries().get(name.value()) instanceof Node channel) {
      return channel;
    }
    throw new IllegalArgumentException("no channel " + name + " in the text");
  }

  private static void submit(LiveConfig<Settings> live, Path file, ChannelName name, Node channel, String operator) {
    Snapshot<Settings> base = live.snapshot();
    Node present = base.document().root().entries().get(CHANNELS);
    if (present instanceof Node.Section channels && channels.entries().containsKey(name.value())) {
      throw new IllegalStateException(
          file + " was left as it is: it has a channel " + name + " already; take that out, or choose another name");
    }
    Edit edit =
        present instanceof Node.Section
            ? new Edit("/" + CHANNELS + "/" + name, channel)
            : new Edit("/" + CHANNELS, new Node.Section(Map.of(name.value(), channel)));
    Author author = new Author(operator, Source.CLI, false);
    Outcome outcome = live.submit(Proposal.edits(base.version(), List.of(edit), author, "the channel " + name + " is set up"));
    switch (outcome) {
      case Outcome.Accepted _,Outcome.Unchanged _ -> {}
      case Outcome.Conflict _ -> throw new IllegalStateException(file + " has changed meanwhile; run it again");
      case Outcome.Refused(List<Problem> problems) ->
          throw new IllegalStateException(file + " was left as it is: " + told(problems));
      case Outcome.Deferred _,Outcome.Trying _ -> throw new IllegalStateException("settings neither wait nor are tried out");
    }
  }

  private static String told(List<Problem> problems) {
    return problems.stream().map(Problem::message).collect(Collectors.joining("; "));
  }

  private static void forget(@Nullable Path state) {
    try {
      if (state != null) {
        LocalFiles.remove(state);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the channel is written, but " + state + " may hold secrets and cannot be removed", e);
    }
  }
}
