import { Card } from '../parts/card';

export function Nowhere({ path }: { path: string }) {
  return (
    <>
      <h1 class="sr">Not found</h1>
      <Card title="There is no such page" class="c12">
        <p class="soft">
          <code>{path}</code> leads nowhere. <a href="/">Back to the deck</a>
        </p>
      </Card>
    </>
  );
}
