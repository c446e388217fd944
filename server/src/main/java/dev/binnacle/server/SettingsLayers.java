package dev.binnacle.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Lays a settings file over a profile: section by section, where both say a key the file's word counts. */
final class SettingsLayers {
  private SettingsLayers() {}

  static @Nullable Node over(@Nullable Node file, @Nullable Node profile) {
    if (file == null || SettingsSection.isNull(file)) {
      return profile;
    }
    return file instanceof MappingNode above && profile instanceof MappingNode beneath ? merged(above, beneath) : file;
  }

  private static MappingNode merged(MappingNode above, MappingNode beneath) {
    List<NodeTuple> all = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (NodeTuple tuple : above.getValue()) {
      String key = key(tuple);
      if (key != null) {
        said.add(key);
      }
      Node lower = key == null ? null : value(beneath, key);
      Node both = lower == null ? null : over(tuple.getValueNode(), lower);
      all.add(both == null ? tuple : new NodeTuple(tuple.getKeyNode(), both));
    }
    beneath.getValue().stream().filter(tuple -> !said.contains(key(tuple))).forEach(all::add);
    return new MappingNode(
        above.getTag(), true, all, above.getFlowStyle(), above.getStartMark(), above.getEndMark());
  }

  private static @Nullable Node value(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(tuple -> key.equals(key(tuple)))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode key ? SettingsSection.dashed(key.getValue()) : null;
  }
}
