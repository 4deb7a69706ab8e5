import type { Segments } from './segments';

/** One SMS to one number, from the moment the provider accepted it. */
export interface SmsMessage {
	readonly id: number;
	/** International digits, without `+`. */
	readonly number: string;
	/** As decoded; what a phone shows before the STOP mention. */
	readonly text: string;
	/** Added by the provider on route M to metropolitan numbers, else empty. */
	readonly stopMention: string;
	/** Null is the short number: none was given, or it was too long. */
	readonly sender: string | null;
	readonly route: 'M' | 'N';
	readonly campaignId: string | null;
	readonly parts: number;
	readonly encoding: Segments['encoding'];
	readonly acceptedAt: Date;
	/** Null is at once. */
	readonly scheduledFor: Date | null;
	state: 'scheduled' | 'sent' | 'delivered' | 'refused';
}

export type NewMessage = Omit<SmsMessage, 'id' | 'state' | 'acceptedAt'>;

/** The messages accepted so far; those whose time has come turn from scheduled to sent. */
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
