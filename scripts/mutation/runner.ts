/**
 * Runs each test once as it is, and once more for each mutant that could break it: with every refusal that it met turned into an
 * acceptance, and, if it names rules, with every pack value of these rules changed. All in one process: a mutant is a switch.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { threadId } from 'node:worker_threads'
import { TestRunner, type RunnerTestCase, type RunnerTestSuite } from 'vitest'
import { regulations } from '../../src/lib/domain/regulation/packs/all.ts'
import { idsIn, isFieldRule } from '../rules-page.ts'
import { type Findings, NO_RULE } from './findings.ts'
import { packMutants } from './pack-values.ts'

interface Switch {
	active: string | null
	met: Set<string>
	refuse(id: string, refusal: object): object | null
}

declare global {
	var tandemMutant: Switch
	var tandemFindings: Findings
}

globalThis.tandemMutant ??= {
	active: null,
	met: new Set(),
	refuse(id, refusal) {
		this.met.add(id)
		return this.active === id ? null : refusal
	}
}
globalThis.tandemFindings ??= { tests: {}, caught: {}, unrepeatable: [] }

const only = process.env.TANDEM_RULES?.split(',') ?? null
const values = regulations.flatMap(packMutants)

export default class MutatingRunner extends TestRunner {
	async runTask(test: RunnerTestCase): Promise<void> {
		const alone = TestRunner.getTestFn(test)
		const run = async () => {
			await prepare(test)
			await alone()
		}
		const { tests, unrepeatable } = globalThis.tandemFindings
		const name = fullName(test)
		const file = relative('.', test.file.filepath).replaceAll('\\', '/')
		const rules = idsIn(name).filter((id) => isFieldRule(id, file) && (only === null || only.includes(id)))
		globalThis.tandemMutant.met.clear()
		await alone()
		const met = [...globalThis.tandemMutant.met]
		if (rules.length === 0 && (met.length === 0 || only !== null)) return
		for (const rule of rules) tests[rule] = (tests[rule] ?? 0) + 1
		if (await fails(run)) {
			unrepeatable.push(name)
			return
		}
		for (const id of met) {
			globalThis.tandemMutant.active = id
			if (await fails(run)) catchMutant(id, rules.length === 0 ? [NO_RULE] : rules)
			globalThis.tandemMutant.active = null
		}
		for (const { name: id, rule, apply } of values.filter((one) => rules.includes(one.rule))) {
			const restore = apply()
			if (await fails(run)) catchMutant(id, [rule])
			restore()
		}
	}

	override onAfterRunFiles(files: Parameters<TestRunner['onAfterRunFiles']>[0]): void {
		super.onAfterRunFiles(files)
		const folder = process.env.TANDEM_FINDINGS ?? ''
		if (folder === '') return
		mkdirSync(folder, { recursive: true })
		writeFileSync(`${folder}/${process.pid}-${threadId}.json`, JSON.stringify(globalThis.tandemFindings))
	}
}

/** Vitest has called the hooks only for the first run. */
async function prepare(test: RunnerTestCase): Promise<void> {
	for (const suite of suitesOf(test)) {
		for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) await hook(test.context, suite)
	}
}

/** From the file to the innermost one. */
function suitesOf(test: RunnerTestCase): RunnerTestSuite[] {
	const suites: RunnerTestSuite[] = []
	for (let suite = test.suite; suite !== undefined; suite = suite.suite) suites.unshift(suite)
	return [test.file, ...suites]
}

async function fails(run: () => unknown): Promise<boolean> {
	try {
		await run()
		return false
	} catch {
		// Any failure counts, also one of the code under test.
		return true
	}
}

function catchMutant(id: string, rules: readonly string[]): void {
	const { caught } = globalThis.tandemFindings
	caught[id] = [...new Set([...(caught[id] ?? []), ...rules])]
}

function fullName(test: RunnerTestCase): string {
	return [...suitesOf(test), test].map(({ name }) => name).join(' > ')
}
