import { Emulator, type EmulatorOptions } from './emulator';

/** An emulator for all tests of a file: up before the first, as at its start before each. */
export function emulatorForTests(options: Partial<EmulatorOptions> = {}): Emulator {
	const emulator = new Emulator(options);
	beforeAll(async () => await emulator.listen());
	afterEach(() => emulator.reset());
	afterAll(async () => await emulator.close());
	return emulator;
}
