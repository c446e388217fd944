package dev.binnacle.benchmarks;

import java.util.function.Supplier;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.support.GenericApplicationContext;

/** A bean of Spring Cloud's refresh scope behind the proxy of its interface, as {@code @RefreshScope} makes it. */
final class RefreshScoped implements AutoCloseable {
  private final GenericApplicationContext context = new GenericApplicationContext();
  private final Settings settings;

  /** What is read. */
  interface Settings {
    int trigger();
  }

  /** What the properties are bound to. */
  record Bound(int trigger) implements Settings {}

  RefreshScoped(Supplier<Settings> bound) {
    context.registerBean(RefreshScope.class, RefreshScope::new);
    RootBeanDefinition definition = new RootBeanDefinition(Settings.class, "refresh", bound);
    context.registerBeanDefinition("settings",
        ScopedProxyUtils.createScopedProxy(new BeanDefinitionHolder(definition, "settings"), context, false).getBeanDefinition());
    context.refresh();
    this.settings = context.getBean("settings", Settings.class);
  }

  Settings settings() {
    return settings;
  }

  /** Lets go of the bean, so that the next read binds it anew. */
  void refresh() {
    context.getBean(RefreshScope.class).refreshAll();
  }

  @Override
  public void close() {
    context.close();
  }
}
