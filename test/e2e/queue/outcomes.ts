import { parse } from 'flatted';

import type { Json } from '../workflow';
import { SEND, executions } from './campaign';
import type { Cluster } from '../../../dev/lab/queue/cluster';

/** The node's output for one SMS. */
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
 * The outcomes that executions report for their SMS, by number, the latest last. n8n keeps no data of killed
 * executions, which report nothing.
 *
 * @param from the number of the workflow's executions to skip
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

/** The output of a node's last run. */
export async function outputOf({ main }: Cluster, id: string, node: string): Promise<Json[]> {
	const { data } = (await main.session.rest('GET', `/rest/executions/${id}`)) as { data: string };
	const { resultData } = parse(data) as RunData;
	return (resultData.runData[node]?.at(-1)?.data?.main[0] ?? []).map(({ json }) => json);
}
