/** Said while somebody edits and a newer version arrives: what changed, and what to do with what was typed. */
import { useEffect, useState } from 'preact/hooks';
import { loadDifference } from '../api/config';
import type { Config, Difference } from '../api/config-types';
import { reasonOf } from '../api/http';
import { Changes, Unified } from './pieces';
import type { OpenConfig } from './store';
import { changesBetween } from './tree';

interface Props {
  of: OpenConfig;
  config: Config;
  base: Config;
  what: 'edits' | 'text';
  onKeep: () => void;
  onDrop: () => void;
}

export function Newer({ of, config, base, what, onKeep, onDrop }: Props) {
  const [files, setFiles] = useState<Difference | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const who = of.happenings.value.find((one) => one.version === config.version)?.who ?? null;
  const changes = changesBetween(base.values, config.values);
  useEffect(() => {
    if (what === 'edits') return;
    loadDifference(of.bot, base.version, config.version).then(setFiles, (error: unknown) => setWhy(reasonOf(error)));
  }, [what, of, base.version, config.version]);
  return (
    <div class="notice warn" role="status">
      <div class="newer">
        <b>v{config.version} became active{who === null ? '' : `, by ${who},`} while you were editing v{base.version}. Your {what} {what === 'edits' ? 'are' : 'is'} kept.</b>
        {changes.length > 0 ? <Changes changes={changes} most={8} /> : <p>Its values are the same; only how the file is written changed.</p>}
        {files && <Unified text={files.text} />}
        {why !== null && <p>The difference of the files could not be loaded: {why}</p>}
        <div class="row">
          <button type="button" class="button" onClick={onKeep}>{what === 'edits' ? `Put my edits on v${config.version}` : `I have merged by hand: base my text on v${config.version}`}</button>
          <button type="button" class="button danger" onClick={onDrop}>Discard my {what}, load v{config.version}</button>
        </div>
      </div>
    </div>
  );
}
