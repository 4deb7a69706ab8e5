import type { Answer } from './answer';

/** What the answer to a request without text and recipient says of the account. */
export type Login =
	/** `creditsLeft`: SMS credits, or null when the answer did not say. */
	| { readonly state: 'accepted'; readonly creditsLeft: number | null }
	| { readonly state: 'refused' }
	/** Not an answer of the provider's. */
	| { readonly state: 'unknown' };

/**
 * The login that an answer to `buildEmptyDocument` shows. A provider that finds the text or the
 * recipient missing, or the credits too few, has let the login pass; it may look at them in any
 * order, so AUTH_FAILED counts wherever it stands.
 */
export function readLogin(answer: Answer): Login {
	const { refusals, creditsLeft, notUnderstood, sendingOk } = answer;
	if (refusals.includes('AUTH_FAILED')) return { state: 'refused' };
	if (refusals.length === 0 && !sendingOk) return { state: 'unknown' };
	return notUnderstood.length > 0 ? { state: 'unknown' } : { state: 'accepted', creditsLeft };
}
