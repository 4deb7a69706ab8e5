import { parse } from 'flatted';

import type { Json } from '../workflow';
import { SEND, executions } from './campaign';
import type { Cluster } from '../../../dev/lab/queue/cluster';

/** What the node said of one SMS. */
export interface Outcome {
	outcome: string;
	code: string;
}

interface RunData {
	resultData: {
		runData: Record<
			string,
			Array<{ data?: { main: Array<Array<{ json: Json }> | null> } }> | undefined
		>;
	};
}

type Told = Outcome & { recipient: string };

/**
 * What executions have told of their SMS, by number, the latest last. One that was killed tells
 * nothing: n8n keeps no data of it.
 *
 * @param from how many of the workflow's executions to leave out
 */
export async function outcomesOf(
	cluster: Cluster,
	workflowId: string,
	from: number,
): Promise<Map<string, Outcome[]>> {
	const told = new Map<string, Outcome[]>();
	for (const { id } of (await executions(cluster, workflowId)).slice(from)) {
		for (const json of await outputOf(cluster, id, SEND)) {
			const { outcome, code, recipient } = json as unknown as Told;
			for (const number of recipient.split(', ')) {
				told.set(number, [...(told.get(number) ?? []), { outcome, code }]);
			}
		}
	}
	return told;
}

/** What the last run of a node gave. */
export async function outputOf({ main }: Cluster, id: string, node: string): Promise<Json[]> {
	const { data } = (await main.session.rest('GET', `/rest/executions/${id}`)) as { data: string };
	const { resultData } = parse(data) as RunData;
	return (resultData.runData[node]?.at(-1)?.data?.main[0] ?? []).map(({ json }) => json);
}
