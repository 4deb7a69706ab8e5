import type { Claim, KeyUse } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';

export type Sent = 'accepted' | 'unknown' | 'rejected';

interface Sms {
	readonly message: string;
	/** Null while it is being sent; stays null if its process is killed. */
	outcome: Sent | null;
	/** Whether a part was accepted before the rest was sent. */
	isPartAccepted: boolean;
}

/** Knows what was really sent under each key; the processes do not. */
export class Truth {
	/** Broken promises. */
	readonly violations: string[] = [];

	readonly claims: Record<Claim, number> = {
		claimed: 0,
		sent: 0,
		inDoubt: 0,
		reused: 0,
		cancelled: 0,
	};

	/** Claims that are in doubt without an unknown outcome, or reused without another message. */
	falseDoubts = 0;

	/** The messages that processes wanted to send, by key. */
	private readonly asked = new Map<string, Set<string>>();

	private readonly byKey = new Map<string, Sms[]>();

	asks({ key, message }: KeyUse): void {
		this.asked.set(key, (this.asked.get(key) ?? new Set()).add(message));
	}

	/** Counts and checks the claim that a process got for a key. */
	told({ key, message }: KeyUse, claim: Claim): void {
		this.claims[claim]++;
		const all = this.byKey.get(key) ?? [];
		const isAccepted = all.some(
			(sms) => sms.message === message && (sms.outcome === 'accepted' || sms.isPartAccepted),
		);
		if (claim === 'claimed' && all.some(({ outcome }) => outcome !== 'rejected')) {
			this.violations.push(`${key} is claimed, and something may have been sent under it`);
		}
		if (claim === 'sent' && !isAccepted) {
			this.violations.push(`${key} is said to be sent, and ${message} was not accepted under it`);
		}
		if (claim === 'reused' && (this.asked.get(key)?.size ?? 0) < 2) {
			this.violations.push(`${key} is said to be used for another message, and there is none`);
		}
		const isDoubtful = all.some(({ outcome }) => outcome === 'unknown');
		if (claim === 'inDoubt' && !isDoubtful) this.falseDoubts++;
	}

	/** Checks a claim at the end. Claims made earlier may differ: they were true then. */
	toldInTheEnd(use: KeyUse, claim: Claim): void {
		this.told(use, claim);
		const all = this.byKey.get(use.key) ?? [];
		if (claim === 'sent' && !all.some(({ outcome }) => outcome === 'accepted')) {
			this.violations.push(`${use.key} is said to be sent, and its rest was not accepted`);
		}
		const isOther = all.some((sms) => sms.message !== use.message && sms.outcome !== 'rejected');
		if (claim === 'reused' && !isOther) this.falseDoubts++;
	}

	/** Sends an SMS, or the rest of one accepted in part; the returned function records its outcome. */
	send({ key, message, earlier }: KeyUse): (outcome: Sent) => void {
		const all = this.byKey.get(key) ?? [];
		const part = earlier && all.findLast(({ outcome }) => outcome === 'accepted');
		const sms: Sms = part ?? { message, outcome: null, isPartAccepted: false };
		if (part === undefined) this.byKey.set(key, [...all, sms]);
		sms.isPartAccepted = part !== undefined;
		sms.outcome = null;
		return (outcome) => {
			sms.outcome = outcome;
		};
	}

	get messages(): number {
		return [...this.byKey.values()].flat().length;
	}

	/** Every key with every message that was sent under it. */
	uses(): KeyUse[] {
		return [...this.byKey].flatMap(([key, all]) =>
			[...new Set(all.map(({ message }) => message))].map((message) => ({ key, message })),
		);
	}
}
