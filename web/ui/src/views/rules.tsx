/** The rules in force: the plain limits against what the bots have now, and each rule with how it fares. */
import { useEffect, useState } from 'preact/hooks';
import { loadRules, loadThresholds } from '../api/alerts';
import type { Rule, Rules as AllRules, Threshold } from '../api/alert-types';
import { RuleRow } from '../alerts/rule';
import { AlertTabs } from '../alerts/pieces';
import '../alerts/styles';
import { Thresholds } from '../alerts/thresholds';
import { reasonOf } from '../api/http';
import { plural } from '../format/number';
import { loadSession } from '../live/session';
import { Blank, Bones, Card } from '../parts/card';
import { Choice } from '../parts/choice';

const AGAIN = 5_000;
const SHOWN = ['all', 'attention'] as const;

export const wantsAttention = (rule: Rule): boolean => rule.matches_nothing !== null || (rule.state !== 'good' && rule.state !== 'waiting');

export function Rules() {
  const [all, setAll] = useState<AllRules | null>(null);
  const [limits, setLimits] = useState<readonly Threshold[] | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('all');
  const load = async (): Promise<void> => {
    try {
      const [rules, thresholds] = await Promise.all([loadRules(), loadThresholds()]);
      setAll(rules);
      setLimits(thresholds);
      setWhy(null);
    } catch (error) {
      setWhy(reasonOf(error));
    }
  };
  useEffect(() => {
    void loadSession();
    void load();
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, AGAIN);
    return () => clearInterval(timer);
  }, []);
  // The address may name a rule, which is there only after the list has come.
  useEffect(() => {
    if (all === null || location.hash.length < 2) return;
    document.getElementById(`rule-${decodeURIComponent(location.hash.slice(1))}`)?.scrollIntoView({ block: 'center' });
  }, [all === null]);

  // What ships with Binnacle looks for more than most bots tell; a rule that somebody wrote is meant to find something.
  const idle = all?.rules.filter((rule) => rule.matches_nothing !== null && rule.source === 'file') ?? [];
  const rows = all?.rules.filter((rule) => shown === 'all' || wantsAttention(rule)) ?? [];
  return (
    <>
      <div class="head c12"><h1>Rules</h1></div>
      <AlertTabs />
      {why !== null && all !== null && <p class="notice warn c12" role="status">This may be old. {why}</p>}
      {idle.length > 0 && (
        <div class="notice warn c12">
          <div>
            <b>{plural(idle.length, 'rule')} of the settings file {idle.length === 1 ? 'has' : 'have'} nothing to judge</b>
            <p>{idle.slice(0, 3).map((rule) => `${rule.name}: ${rule.matches_nothing ?? ''}`).join('; ')}{idle.length > 3 && `, and ${idle.length - 3} more`}</p>
          </div>
        </div>
      )}
      {limits !== null && limits.length > 0 && <Thresholds limits={limits} />}
      <Card
        title="Rules in force" class="c12" note={all ? plural(all.rules.length, 'rule') : ''}
        tools={<Choice label="Which rules" options={SHOWN} value={shown} onChange={setShown} words={{ all: 'All', attention: 'Not at rest' }} />}
      >
        {all === null && why === null && <Bones rows={8} />}
        {all === null && why !== null && <Blank title="The rules could not be loaded.">{why}</Blank>}
        {all !== null && rows.length === 0 && <Blank title={all.rules.length === 0 ? 'No rule is set.' : 'Every rule is at rest.'}>{all.rules.length === 0 ? 'Rules stand in binnacle.yaml, under alerts.' : 'Each has something to judge, and none fires.'}</Blank>}
        <ul class="rules">{rows.map((rule) => <RuleRow key={rule.name} rule={rule} editing={all?.editing ?? { possible: false, reason: '' }} onSaved={() => void load()} />)}</ul>
      </Card>
    </>
  );
}
