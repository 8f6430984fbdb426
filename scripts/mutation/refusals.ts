/**
 * Finds the refusals in the judging functions, and turns each into a question to the mutant under test (`runner.ts`): accept instead?
 * Works on the source, so that all mutants exist in one compiled module, and none has to be compiled or loaded by itself.
 */
import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { idsIn } from '../rules-page.ts'

export interface RefusalMutant {
	id: string
	/** File, function and reason. */
	name: string
	/** Rules that the comment of the function cites. */
	rules: readonly string[]
	start: number
	end: number
}

const JUDGING = 'src/lib/domain/**/*.ts'
const NO_JUDGE = /\.test\.ts$|\/testing\//

export function findAllRefusals(): RefusalMutant[] {
	return globSync(JUDGING)
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => !NO_JUDGE.test(path))
		.sort()
		.flatMap((path) => findRefusals(path, readFileSync(path, 'utf8')))
}

/** Object literals with a `reason`; types have none, because they are no expressions. */
export function findRefusals(path: string, code: string): RefusalMutant[] {
	if (NO_JUDGE.test(path) || !code.includes('reason')) return []
	const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true)
	const found: RefusalMutant[] = []
	const file = path.split('/').at(-1) ?? path
	const visit = (node: ts.Node, judge: Judge | null): void => {
		const current = isJudge(node) ? node : judge
		if (ts.isObjectLiteralExpression(node) && current !== null) {
			const reason = node.properties.find((one) => one.name?.getText(source) === 'reason')
			if (reason !== undefined) {
				const words = ts.isPropertyAssignment(reason)
					? reason.initializer.getText(source).replaceAll("'", '')
					: 'reason'
				found.push({
					id: `${file}:${node.getStart(source)}`,
					name: `${file} ${nameOf(current, source)}: ${words}`,
					rules: citedRules(code.slice(current.getFullStart(), current.getStart(source))),
					start: node.getStart(source),
					end: node.getEnd()
				})
			}
		}
		ts.forEachChild(node, (child) => visit(child, current))
	}
	visit(source, null)
	return found
}

type Judge = ts.FunctionDeclaration | ts.PropertyAssignment

/** A function, or the check of a row (`src/lib/domain/ledger/statements/row.ts`). */
function isJudge(node: ts.Node): node is Judge {
	return ts.isFunctionDeclaration(node) || (ts.isPropertyAssignment(node) && ts.isArrowFunction(node.initializer))
}

/** «answer.check» for the check of a row. */
function nameOf(judge: Judge, source: ts.SourceFile): string {
	const row = ts.isPropertyAssignment(judge) ? judge.parent.parent : null
	const own = judge.name?.getText(source) ?? ''
	return row !== null && ts.isPropertyAssignment(row) ? `${row.name.getText(source).replaceAll("'", '')}.${own}` : own
}

/** «domain.md T44», «(T16, S18)», «T29–T32». */
function citedRules(comment: string): string[] {
	return idsIn(comment.replaceAll(/\b[TSRDVL]\d{1,2}(?:[–-][TSRDVL]\d{1,2})?\b/g, '[$&]'))
}

/** The module with `globalThis.tandemMutant.refuse` around each refusal. */
export function withMutants(path: string, code: string): string {
	return findRefusals(path, code).reduceRight(
		(changed, { id, start, end }) =>
			`${changed.slice(0, start)}globalThis.tandemMutant.refuse(${JSON.stringify(id)}, ${changed.slice(start, end)})${changed.slice(end)}`,
		code
	)
}
