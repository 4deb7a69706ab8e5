/** The process of one contestant: n8n's engine, and messages sent through it. */
import type { INodeExecutionData } from 'n8n-workflow';

import { answerQuestions } from './companion';
import { CONTESTANTS, type ContestantName } from './contestants';
import { COMMON_TEXT, personalItem } from './messages';
import { RealEngine } from './realEngine';
import type { Addresses } from './standIns';

export interface Sending {
	readonly contestant: ContestantName;
	readonly messages: number;
	readonly addresses: Addresses;
}

export interface Sent {
	readonly ms: number;
	/** Milliseconds of the processor, for n8n's engine and the node. */
	readonly cpuMs: number;
	/** Items that came out. */
	readonly items: number;
	/** The most memory that the process ever had, with n8n's engine in it: RSS in bytes. */
	readonly peakBytes: number;
}

const [n8nModules = '', packageFolder = ''] = process.argv.slice(2);
const engine = new RealEngine(n8nModules, packageFolder);

answerQuestions<Sending>(async ({ contestant, messages, addresses }): Promise<Sent> => {
	const { step, isOneMessage, atATime } = CONTESTANTS[contestant];
	const items = Array.from({ length: messages }, (_, index): INodeExecutionData => {
		const json = personalItem(index, addresses);
		return { json: isOneMessage === true ? { ...json, text: COMMON_TEXT, body: '' } : json };
	});
	const before = process.cpuUsage();
	const begun = performance.now();
	const sent = await engine.run(items, step(addresses), addresses, atATime);
	const ms = performance.now() - begun;
	const { user, system } = process.cpuUsage(before);
	return {
		ms,
		cpuMs: (user + system) / 1000,
		items: sent.length,
		peakBytes: process.resourceUsage().maxRSS * 1024,
	};
});
