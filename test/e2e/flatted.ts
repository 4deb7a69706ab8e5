/**
 * Reads n8n's way of storing an execution: a JSON array in which every string that is a property or
 * an element stands for the entry with that index. The first entry is the whole.
 */
export function parseFlatted(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const done = new Map<number, unknown>();
	const read = (index: number): unknown => {
		if (done.has(index)) return done.get(index);
		const entry = entries[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		const copy: Record<string, unknown> = Array.isArray(entry) ? ([] as never) : {};
		done.set(index, copy);
		for (const [key, value] of Object.entries(entry)) {
			copy[key] = typeof value === 'string' ? read(Number(value)) : value;
		}
		return copy;
	};
	return read(0);
}
