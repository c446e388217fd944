package dev.binnacle.cli;

import dev.binnacle.server.HaltSettings;
import dev.binnacle.server.KeyRing;
import dev.binnacle.server.Secret;
import dev.binnacle.server.SettingsException;
import dev.binnacle.server.VenueKeys;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keys of exchanges in an encrypted file. No part of one is ever printed, and none is taken from an argument. */
@Command(
    name = "keys",
    description = "Keep keys of exchanges in an encrypted file, and ask venues what they may do. Nothing of a key is ever printed.",
    subcommands = {KeysCommand.Add.class, KeysCommand.ListKeys.class, KeysCommand.Check.class, KeysCommand.Remove.class})
final class KeysCommand implements Runnable {
  @Spec
  CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  KeysCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Which file, and what opens it. */
  static final class Ring {
    @Option(names = "--file", paramLabel = "FILE",
        description = "The file of keys (default: BINNACLE_KEYS, else ~/.binnacle/keys).")
    @Nullable Path file;

    @Option(names = "--passphrase-file", paramLabel = "FILE",
        description = "A file that only you can read, whose first line is the passphrase (default: BINNACLE_KEYS_PASSPHRASE, else it is asked for).")
    @Nullable Path passphraseFile;

    @SuppressWarnings("NullAway.Init")
    Ring() {}

    Path file() {
      return file != null ? file : VenueKeys.file(ServerOptions.environment().get(VenueKeys.FILE));
    }

    char[] passphrase() {
      return passphraseFile != null ? Passphrase.read(passphraseFile) : Passphrase.find("The passphrase of " + file() + ": ");
    }

    KeyRing open() {
      try {
        boolean isNew = !Files.exists(file());
        char[] passphrase = passphrase();
        if (isNew) {
          confirm(passphrase);
          KeyRing.prepare(file());
        }
        return KeyRing.open(file(), passphrase);
      } catch (IOException | IllegalArgumentException e) {
        throw CommandFailedException.failed(String.valueOf(e.getMessage()));
      }
    }

    /** A passphrase that was typed wrongly once would lock the keys away for good. */
    private void confirm(char[] passphrase) {
      boolean isSaid = passphraseFile != null || ServerOptions.environment().containsKey(VenueKeys.PASSPHRASE);
      char[] again = isSaid ? null : Passphrase.ask("The same again, for a new file: ");
      if (again != null && !Arrays.equals(again, passphrase)) {
        throw CommandFailedException.failed("the two are not the same: nothing was kept");
      }
    }

    KeyRing openKept() {
      if (!Files.exists(file())) {
        throw CommandFailedException.failed("there is no file of keys at " + file() + ": binnacle keys add ACCOUNT makes one");
      }
      return open();
    }
  }

  @Command(
      name = "add",
      description = {
        "Keep the key of an account, the name of an exchange in the settings, instead of the one it had.",
        "Key and secret are asked for and not shown; with --stdin they are the first two lines that come in. Make a key that may read and trade, and never one that may withdraw.",
        "Example: binnacle keys add main"})
  static final class Add implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    Ring ring = new Ring();

    @Parameters(paramLabel = "ACCOUNT", description = "The exchange as the section exchanges of the settings names it.")
    String account;

    @Option(names = "--stdin", description = "Read the key and the secret as two lines, for scripts.")
    boolean stdin;

    @SuppressWarnings("NullAway.Init")
    Add() {}

    @Override
    public Integer call() {
      KeyRing keys = ring.open();
      char[][] pair = stdin ? fromInput() : typed(account);
      try {
        keys.put(account, new String(pair[0]).strip(), new String(pair[1]).strip().toCharArray());
      } catch (IOException | IllegalArgumentException e) {
        throw CommandFailedException.failed(String.valueOf(e.getMessage()));
      } finally {
        Arrays.fill(pair[1], ' ');
      }
      told(spec, "kept the key of " + account + " in " + ring.file() + ". See what it may do: binnacle keys check " + account);
      return 0;
    }

    private static char[][] fromInput() {
      try {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String key = in.readLine();
        String secret = in.readLine();
        if (key == null || secret == null) {
          throw CommandFailedException.failed("two lines must come in: the key, then its secret");
        }
        return new char[][] {key.toCharArray(), secret.toCharArray()};
      } catch (IOException e) {
        throw CommandFailedException.failed("the key cannot be read: " + e.getMessage());
      }
    }

    private static char[][] typed(String account) {
      Console console = Terminal.isInteractive() ? System.console() : null;
      char[] key = console == null ? null : console.readPassword("The key of %s (it is not shown): ", account);
      char[] secret = console == null ? null : console.readPassword("Its secret (it is not shown): ");
      if (key == null || secret == null) {
        throw CommandFailedException.failed("nobody can be asked here: run this in a terminal, or give two lines with --stdin");
      }
      return new char[][] {key, secret};
    }
  }

  @Command(name = "list", description = {"List the accounts whose keys are kept.", "Example: binnacle keys list"})
  static final class ListKeys implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    Ring ring = new Ring();

    @SuppressWarnings("NullAway.Init")
    ListKeys() {}

    @Override
    public Integer call() {
      List<String> accounts = List.copyOf(ring.openKept().accounts());
      told(spec, accounts.isEmpty() ? "No key is kept in " + ring.file() + "." : String.join(System.lineSeparator(), accounts));
      return 0;
    }
  }

  @Command(
      name = "check",
      description = {
        "Ask each venue of the settings what its key may do, wherever the key comes from; only reading is asked.",
        "A key that may withdraw is refused where the venue tells. Exit code 1 says that a halt could not be done with one of them.",
        "Example: binnacle keys check main"})
  static final class Check implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    Ring ring = new Ring();

    @Parameters(arity = "0..1", paramLabel = "ACCOUNT", description = "One exchange of the settings; without it all.")
    @Nullable String account;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings file (default: binnacle.yaml in this folder).")
    @Nullable Path config;

    @SuppressWarnings("NullAway.Init")
    Check() {}

    @Override
    public Integer call() {
      HaltSettings settings = settings();
      settings.problems().forEach(problem -> told(spec, "problem: " + problem));
      List<KeyRing.Check> checks = KeyRing.check(settings, account);
      if (checks.isEmpty()) {
        throw CommandFailedException.failed(account == null
            ? "the settings name no exchange that can be used"
            : "the settings name no exchange " + account + " that can be used; they name " + settings.exchanges().keySet());
      }
      Table table = new Table("account", "venue", "its key may", "problem");
      checks.forEach(one -> table.row(
          one.account(), one.venue(), one.permissions(), one.problem() == null ? "" : one.problem()));
      table.print(spec.commandLine().getOut());
      spec.commandLine().getOut().flush();
      return checks.stream().allMatch(one -> one.problem() == null) ? 0 : CommandFailedException.FAILED;
    }

    private HaltSettings settings() {
      Path file = config != null ? config : Path.of("binnacle.yaml");
      Map<String, String> environment = new HashMap<>(ServerOptions.environment());
      environment.put(VenueKeys.FILE, ring.file().toString());
      if (ring.passphraseFile != null) {
        environment.put(VenueKeys.PASSPHRASE, new String(Passphrase.read(ring.passphraseFile)));
      }
      try {
        HaltSettings settings = HaltSettings.read(file, environment::get);
        return settings.locked().isEmpty()
            ? settings
            : settings.unlocked(new Secret(new String(ring.passphrase())));
      } catch (SettingsException e) {
        throw CommandFailedException.failed(String.join("\n  ", e.problems()));
      }
    }
  }

  @Command(name = "remove", description = {"Forget the key of an account.", "Example: binnacle keys remove main"})
  static final class Remove implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    Ring ring = new Ring();

    @Parameters(paramLabel = "ACCOUNT", description = "As binnacle keys list shows it.")
    String account;

    @SuppressWarnings("NullAway.Init")
    Remove() {}

    @Override
    public Integer call() {
      try {
        if (!ring.openKept().remove(account)) {
          throw CommandFailedException.failed("no key of " + account + " is kept in " + ring.file());
        }
      } catch (IOException e) {
        throw CommandFailedException.failed(String.valueOf(e.getMessage()));
      }
      told(spec, "removed the key of " + account + "; it still works at its venue until it is revoked there");
      return 0;
    }
  }

  private static void told(CommandSpec spec, String words) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(words);
    out.flush();
  }
}
