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
	private list: SmsMessage[] = [];
	private scheduled = new Set<SmsMessage>();
	private lastId = 0;

	constructor(private readonly now: () => Date) {}

	add(message: NewMessage): void {
		const acceptedAt = this.now();
		const isLater = message.scheduledFor !== null && message.scheduledFor > acceptedAt;
		const added: SmsMessage = {
			...message,
			id: ++this.lastId,
			acceptedAt,
			state: isLater ? 'scheduled' : 'sent',
		};
		this.list.push(added);
		if (isLater) this.scheduled.add(added);
	}

	get messages(): SmsMessage[] {
		const now = this.now();
		for (const message of this.scheduled) {
			if (message.scheduledFor && message.scheduledFor <= now) this.release(message);
		}
		return this.list;
	}

	find(id: number): SmsMessage {
		const found = this.messages.find((message) => message.id === id);
		if (!found) throw new Error(`No message has ID ${id}.`);
		return found;
	}

	/** Sends a scheduled message now. */
	release(message: SmsMessage): void {
		if (this.scheduled.delete(message)) message.state = 'sent';
	}

	clear(): void {
		this.list = [];
		this.scheduled.clear();
		this.lastId = 0;
	}
}
