package dev.binnacle.notify;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.SilenceId;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** How messages are kept: records as objects in snake_case, ids as texts. */
final class MessageJson {
  static final JsonMapper MAPPER = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .addModule(ids())
      .build();

  private MessageJson() {}

  private static SimpleModule ids() {
    SimpleModule module = new SimpleModule("ids");
    id(module, BotId.class, BotId::new);
    id(module, AlertId.class, AlertId::new);
    id(module, RuleName.class, RuleName::new);
    id(module, ChannelName.class, ChannelName::new);
    id(module, SilenceId.class, SilenceId::new);
    return module;
  }

  private static <T> void id(SimpleModule module, Class<T> type, Function<String, T> maker) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new StdDeserializer<T>(type) {
      @Override
      public T deserialize(JsonParser parser, DeserializationContext context) {
        return maker.apply(parser.getString());
      }
    });
  }
}
