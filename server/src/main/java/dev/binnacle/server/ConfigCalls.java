package dev.binnacle.server;

import dev.binnacle.config.Problem;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.web.api.ConfigReply;
import dev.binnacle.web.api.ConfigReply.ConfigProblem;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks into calls and answers as far as the server must. */
final class ConfigCalls {
  static final JsonMapper JSON =
      JsonMapper.builder(
          JsonFactory.builder()
              .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).maxStringLength(16 << 20).build())
              .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ConfigCalls() {}

  /**
   * @param instance that is to be asked, or that asks; null for whoever keeps the configuration
   * @param tried whether who asks runs with the configuration already, so that it may be given what it is to try out
   * @param clear whether a bot asks
   * @param text the call, without what only the server knows of
   */
  record Asked(
      String name, @Nullable InstanceId instance, boolean dryRun, String reason, boolean tried, boolean clear, String text) {
    boolean begins() {
      return name.equals("try_out") && !dryRun;
    }

    boolean ends() {
      return name.equals("promote") || name.equals("abort");
    }
  }

  static Asked read(String call) {
    JsonNode tree = JSON.readTree(call);
    String named = tree.path("instance").asString("");
    InstanceId instance = null;
    if (!named.isEmpty()) {
      try {
        instance = new InstanceId(named);
      } catch (InvalidValueException e) {
        // No instance is called so; the desk says what is wrong with the name.
      }
    }
    boolean tried = tree.path("tried").asBoolean(false);
    boolean knowsMore = tree instanceof ObjectNode object && object.remove("tried") != null;
    return new Asked(
        tree.path("call").asString(""), instance, tree.path("dry_run").asBoolean(false), tree.path("reason").asString(""), tried,
        tree.path("clear").asBoolean(false), knowsMore ? JSON.writeValueAsString(tree) : call);
  }

  /** What is said of a file that could not be opened: its state tells why, and nothing else can be done. */
  static ConfigReply unopened(BotId bot, ManagedConfig file, Asked asked) {
    List<Problem> problems = file.problems();
    String why = problems.isEmpty() ? "it is not opened yet" : problems.getFirst().toString();
    if (asked.name().equals("state")) {
      ObjectNode state = JSON.createObjectNode();
      state.put("bot", bot.value()).putNull("version").putNull("hash").putNull("parent").putNull("format");
      state.put("file", file.fileName()).putNull("content").putNull("values").putNull("schema");
      state.put("status", "refusing").put("status_reason", why).put("source", "managed").put("editable", false);
      state.putNull("pending").putNull("canary").putArray("instances");
      return new ConfigReply(200, null, "application/json", "", "", List.of(), JSON.writeValueAsString(state));
    }
    return new ConfigReply(503, null, "application/json", "refusing", why, problems.stream().map(ConfigCalls::problem).toList(),
        "");
  }

  private static ConfigProblem problem(Problem problem) {
    return new ConfigProblem(
        problem.pointer(),
        problem.rule(),
        problem.message(),
        problem.remedy(),
        problem.position() == null ? null : (long) problem.position().line(),
        problem.position() == null ? null : (long) problem.position().column(),
        problem.file());
  }

  /**
   * A state with whose it is, who keeps it, and its instances.
   *
   * @param canary what is known here of the trial that ran last; null for what the reply says of it
   */
  static ConfigReply complete(
      ConfigReply reply, BotId bot, String source, @Nullable ObjectNode canary,
      BiFunction<@Nullable Long, @Nullable String, List<ConfigInstances.Told>> instances) {
    if (!(JSON.readTree(reply.body()) instanceof ObjectNode state)) {
      return reply;
    }
    Long version = state.path("version").canConvertToLong() ? state.path("version").longValue() : null;
    String hash = state.path("hash").isString() ? state.path("hash").asString() : null;
    ObjectNode whole = JSON.createObjectNode().put("bot", bot.value());
    whole.setAll(state);
    whole.put("source", source);
    if (canary != null) {
      whole.set("canary", canary);
    }
    ArrayNode list = whole.putArray("instances");
    instances.apply(version, hash).forEach(told -> instance(list.addObject(), told));
    return new ConfigReply(
        reply.status(), reply.etag(), reply.type(), reply.rule(), reply.detail(), reply.errors(), JSON.writeValueAsString(whole));
  }

  private static void instance(ObjectNode node, ConfigInstances.Told told) {
    node.put("instance", told.instance().value());
    node.put("version", told.version());
    node.put("hash", told.hash());
    node.put("state", told.state());
    node.put("at", told.at() == null ? null : told.at().toString());
    node.put("reason", told.reason());
  }
}
