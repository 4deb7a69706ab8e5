import { startCompanion } from './companion';
import type { Memory, Question } from './memoryProcess';
import type { Addresses } from './standIns';
import type { Workshop } from './workshop';

/** Bytes for each recipient, more than the same workflow takes with a No Operation node instead. */
export interface MemoryPerRecipient extends Memory {
	readonly recipients: number;
}

export async function measureMemory(
	workshop: Workshop,
	recipients: number,
): Promise<MemoryPerRecipient> {
	const standIns = startCompanion('standIns.ts', workshop);
	try {
		const addresses = await standIns.ask<Addresses>({ start: { delayMs: 50 } });
		const measured = async (node: Question['node']): Promise<Memory> => {
			const companion = startCompanion('memoryProcess.ts', workshop, ['--expose-gc']);
			try {
				return await companion.ask<Memory>({ node, recipients, addresses } satisfies Question);
			} finally {
				await companion.stop();
			}
		};
		const without = await measured('noOp');
		const ours = await measured('capitoleSms');
		const per = (kind: keyof Memory): number => (ours[kind] - without[kind]) / recipients;
		return {
			recipients,
			mostInUse: per('mostInUse'),
			inUseAfter: per('inUseAfter'),
			peak: per('peak'),
		};
	} finally {
		await standIns.stop();
	}
}
