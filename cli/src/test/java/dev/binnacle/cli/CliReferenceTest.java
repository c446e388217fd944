package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The reference of commands says what the commands themselves say. To write it anew:
 * {@code mvn -pl cli -am test -Dtest=CliReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true}
 */
final class CliReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "cli.md");

  @Test
  void thePageIsWhatTheCommandsSay() throws Exception {
    String page = page(Main.commandLine());

    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("out of date: write it anew as this test's class says").content().isEqualTo(page);
  }

  private static String page(CommandLine root) {
    StringBuilder page = new StringBuilder("""
        # Commands

        Every command explains itself with `--help`. This page is made from what they say, so it is never behind them.

        `BINNACLE_URL` and `BINNACLE_TOKEN` say where commands look and who they are; without them, a server that this user started on this
        machine is found by itself. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not reachable.

        """);
    for (CommandLine command : commands(root)) {
      page.append("- [`").append(command.getCommandSpec().qualifiedName()).append("`](#").append(anchor(command)).append(")\n");
    }
    for (CommandLine command : commands(root)) {
      describe(command, page);
    }
    return page.toString();
  }

  private static Set<CommandLine> commands(CommandLine command) {
    Set<CommandLine> all = new LinkedHashSet<>();
    all.add(command);
    for (CommandLine sub : command.getSubcommands().values()) {
      if (!(sub.getCommand() instanceof CommandLine.HelpCommand)) {
        all.addAll(commands(sub));
      }
    }
    return all;
  }

  private static String anchor(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replace(' ', '-');
  }

  private static void describe(CommandLine command, StringBuilder page) {
    CommandSpec spec = command.getCommandSpec();
    page.append("\n## ").append(spec.qualifiedName()).append("\n\n");
    String said = Arrays.stream(spec.usageMessage().description())
        .filter(line -> !line.isBlank())
        .map(CliReferenceTest::line)
        .collect(Collectors.joining("\n\n"));
    page.append(said).append("\n");
    List<ArgSpec> args = spec.args().stream().filter(arg -> !arg.hidden()).filter(arg -> !isHelp(arg)).toList();
    if (!args.isEmpty()) {
      page.append("\n| | |\n|---|---|\n");
      args.forEach(arg -> page.append("| `").append(name(arg)).append("` | ")
          .append(cell(arg)).append(" |\n"));
    }
  }

  private static String line(String line) {
    return line.startsWith("Example: ") ? "    " + line.substring("Example: ".length()) : line;
  }

  private static boolean isHelp(ArgSpec arg) {
    return arg instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
  }

  private static String name(ArgSpec arg) {
    if (arg instanceof PositionalParamSpec) {
      return arg.paramLabel() + (arg.arity().max() > 1 ? "…" : "");
    }
    OptionSpec option = (OptionSpec) arg;
    String names = Arrays.stream(option.names()).collect(Collectors.joining(", "));
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private static String cell(ArgSpec arg) {
    String described = String.join(" ", arg.description());
    String usual = arg.defaultValue();
    String text = usual == null ? described : described.replace("${DEFAULT-VALUE}", usual);
    return (arg.required() ? "required. " : "") + text.replace("|", "\\|").replace("%n", " ").replace("%%", "%");
  }
}
