/** Tells what the page of a failed story showed: the machine that ran it may be gone before anybody looks. */
import { readFileSync } from 'node:fs'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

export default class LostPages implements Reporter {
	#told: string[] = []

	onTestEnd(test: TestCase, result: TestResult): void {
		if (result.status === test.expectedStatus) return
		const path = result.attachments.find(({ name }) => name === 'error-context')?.path
		if (path !== undefined) this.#told.push(`${test.title}\n${pageIn(readFileSync(path, 'utf8'))}`)
	}

	onEnd(): void {
		for (const page of this.#told) console.log(`\nWhat the page showed: ${page}`)
	}
}

/** As an outline in YAML. The error and the source around it are told by the list of failures. */
function pageIn(context: string): string {
	return [...context.matchAll(/^```yaml\n([^]*?)^```/gm)].at(-1)?.[1] ?? ''
}
