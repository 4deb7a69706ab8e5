import { rmSync } from 'node:fs';
import { installation } from './installation';

export default function teardown(): void {
	rmSync(installation(), { recursive: true, force: true });
}
