import type { ItemToSend } from './progress';

/** Items that share a key wait for the first of them: when it is refused, the key is free again. */
export function firstOfEachKey(items: readonly ItemToSend[]): Map<string, ItemToSend> {
	const first = new Map<string, ItemToSend>();
	for (const item of items) if (!first.has(roundKey(item))) first.set(roundKey(item), item);
	return first;
}

/** What items of one round must differ in. */
export function roundKey({ idempotencyKey, itemIndex }: ItemToSend): string {
	return idempotencyKey === '' ? `item ${String(itemIndex)}` : `key ${idempotencyKey}`;
}
