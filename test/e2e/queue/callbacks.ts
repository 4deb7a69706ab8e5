import { executions } from './campaign';
import type { Cluster } from '../../../dev/lab/queue/cluster';
import { until } from '../../../dev/lab/until';

/** The results of many callbacks at once. */
export interface Received {
	/** Counts by HTTP status; `none` for a broken connection. */
	answers: Record<string, number>;
	/** Callbacks with 200 but without exactly one execution. */
	kept: { missing: number; doubled: number };
	/** Callbacks without 200 that have an execution. */
	refusedYetRun: number;
	/** Counts by the status of their execution. */
	statuses: Record<string, number>;
	/** From the first callback to the last answer, and to the end of the last execution. */
	answeredAfterMs: number;
	executedAfterMs: number;
}

let numbered = 0;

/** Sends delivery reports to the webhook processor, all at once, and waits for their executions. */
export async function callBack(
	cluster: Cluster,
	{ webhookId, workflowId }: { webhookId: string; workflowId: string },
	count: number,
	limitMs: number,
): Promise<Received> {
	const phones = Array.from({ length: count }, () => `337${String(++numbered).padStart(8, '0')}`);
	const before = await executions(cluster, workflowId);
	const begun = Date.now();
	const answers = await Promise.all(
		phones.map(async (gsm) => {
			const fields = { id: 'Q', gsm, status: 'DELIVERED', network: 'Orange', date: DATE };
			const query = new URLSearchParams(fields).toString();
			const url = `${cluster.webhook.url}/webhook/${webhookId}/sms?${query}`;
			try {
				const response = await fetch(url, { signal: AbortSignal.timeout(limitMs) });
				await response.text();
				return String(response.status);
			} catch {
				return 'none';
			}
		}),
	);
	const answeredAfterMs = Date.now() - begun;
	const accepted = answers.filter((status) => status === '200').length;
	const all = await until(
		'the executions of the callbacks',
		async () => (await executions(cluster, workflowId)).slice(before.length),
		(found) =>
			found.length >= accepted && !found.some(({ status }) => ['new', 'running'].includes(status)),
		limitMs,
	);
	const times = await runsOf(cluster, workflowId, before.at(-1)?.id ?? '0');
	const runs = phones.map((phone) => times.get(phone)?.length ?? 0);
	const isKept = answers.map((status) => status === '200');
	return {
		answers: tally(answers),
		kept: {
			missing: runs.filter((found, index) => isKept[index] && found === 0).length,
			doubled: runs.filter((found) => found > 1).length,
		},
		refusedYetRun: runs.filter((found, index) => !isKept[index] && found > 0).length,
		statuses: tally(all.map(({ status }) => status)),
		answeredAfterMs,
		executedAfterMs: Math.max(0, ...[...times.values()].flat()) - begun,
	};
}

const DATE = '2026-03-10 09:20:10';

/** The end of each phone's executions, in milliseconds since 1970. */
async function runsOf(
	{ postgres }: Cluster,
	workflowId: string,
	after: string,
): Promise<Map<string, number[]>> {
	const rows = await postgres.query(
		`SELECT substring(d.data from '"(337[0-9]{8})"'), 1000 * extract(epoch from e."stoppedAt")
		FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id
		WHERE e."workflowId" = '${workflowId}' AND e.id > ${after}`,
	);
	const byPhone = new Map<string, number[]>();
	for (const [phone = '', at = '0'] of rows) {
		byPhone.set(phone, [...(byPhone.get(phone) ?? []), Number(at)]);
	}
	return byPhone;
}

/** The count of each text. */
export function tally(texts: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
	return counts;
}
