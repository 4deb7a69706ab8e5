import type { Segments } from './segments';

/** One SMS to one number, once the provider has accepted it. */
export interface SmsMessage {
	readonly id: number;
	/** International digits, without `+`. */
	readonly number: string;
	/** The decoded text, without the STOP mention. */
	readonly text: string;
	/** Appended by the provider on route M for metropolitan numbers; otherwise empty. */
	readonly stopMention: string;
	/** Null for the short number: the sender was missing or too long. */
	readonly sender: string | null;
	readonly route: 'M' | 'N';
	readonly campaignId: string | null;
	readonly parts: number;
	readonly encoding: Segments['encoding'];
	readonly acceptedAt: Date;
	/** Null if sent immediately. */
	readonly scheduledFor: Date | null;
	state: 'scheduled' | 'sent' | 'delivered' | 'refused';
}

export type NewMessage = Omit<SmsMessage, 'id' | 'state' | 'acceptedAt'>;

/** The accepted messages. Scheduled ones count as sent once they are due. */
export class Outbox {
	private readonly list: SmsMessage[] = [];

	constructor(private readonly now: () => Date) {}

	add(message: NewMessage): void {
		this.list.push({
			...message,
			id: this.list.length + 1,
			acceptedAt: this.now(),
			state: message.scheduledFor === null ? 'sent' : 'scheduled',
		});
	}

	get messages(): SmsMessage[] {
		const now = this.now();
		for (const message of this.list) {
			const isDue = message.scheduledFor !== null && message.scheduledFor <= now;
			if (isDue && message.state === 'scheduled') message.state = 'sent';
		}
		return this.list;
	}

	find(id: number): SmsMessage {
		const found = this.messages[id - 1];
		if (!found) throw new Error(`No message has ID ${id}.`);
		return found;
	}

	clear(): void {
		this.list.length = 0;
	}
}
