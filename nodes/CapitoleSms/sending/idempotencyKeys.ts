import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { KeyJournal } from './keyJournal';

/** What is known of a key before its SMS is sent. */
export type Claim =
	/** Ours to send. */
	| 'claimed'
	/** An SMS was sent under it. */
	| 'sent'
	/** Another run claimed it and neither finished nor gave it back in time: it may have been sent. */
	| 'inDoubt';

/**
 * How long a claim rests before it is confirmed. n8n's store reads its whole record and writes it
 * back, so two processes can overwrite each other; the last writer's claim survives. A claim that
 * is still there after any write begun before it has ended is the only one (Fischer's algorithm).
 * Two workers could both send only if one of them took longer than this between n8n's reading and
 * its writing.
 */
const CONFIRM_AFTER_MS = 60;
const ASK_AGAIN_AFTER_MS = 1000;

/**
 * Idempotency keys in n8n's own database, where all executions of a node see them.
 *
 * Three marks stand for a key: `claim` before its SMS is sent, `holder` to tell two claimants
 * apart, `sent` after. A claim without `sent` is what a killed process leaves behind: nobody knows
 * whether its SMS went out, so it is reported, never sent again.
 */
export class IdempotencyKeys {
	private readonly journal: KeyJournal;

	private readonly held = new Set<string>();

	private readonly sent = new Set<string>();

	private attempts = 0;

	/**
	 * @param run a text that no other run of any node has
	 * @param patience milliseconds to wait for another run that holds a key
	 */
	constructor(
		context: IExecuteFunctions,
		private readonly run: string,
		private readonly patience: number,
	) {
		this.journal = new KeyJournal(context);
	}

	/** @throws Error when n8n's store cannot be used; then nothing is claimed */
	async claim(key: string): Promise<Claim> {
		const giveUpAt = Date.now() + this.patience;
		for (;;) {
			const holder = `holder ${this.run} ${String(++this.attempts)} ${key}`;
			const [isFree] = await this.journal.note([`claim ${key}`, holder]);
			if (isFree === true && (await this.confirm(key, holder))) {
				this.held.add(key);
				return 'claimed';
			}
			if (await this.journal.has(`sent ${key}`)) return 'sent';
			if (Date.now() >= giveUpAt) return 'inDoubt';
			await sleep(Math.min(ASK_AGAIN_AFTER_MS, Math.max(1, giveUpAt - Date.now())));
		}
	}

	/** The SMS was sent, or may have been. */
	async settle(key: string): Promise<void> {
		this.sent.add(key);
		await this.journal.note([`sent ${key}`]);
	}

	/** The SMS was certainly not sent: the key is free again. */
	async release(key: string): Promise<void> {
		this.held.delete(key);
		await this.journal.erase([`claim ${key}`]);
	}

	/** Notes all of this run once more, in case another process has overwritten some of it. */
	async close(): Promise<void> {
		const marks = [...this.sent].flatMap((key) => [`claim ${key}`, `sent ${key}`]);
		if (marks.length > 0) await this.journal.note(marks);
	}

	private async confirm(key: string, holder: string): Promise<boolean> {
		for (;;) {
			await sleep(CONFIRM_AFTER_MS);
			const [claimWasLost, holderWasLost] = await this.journal.note([`claim ${key}`, holder]);
			if (holderWasLost !== true) return true;
			if (claimWasLost !== true) return false;
		}
	}
}
