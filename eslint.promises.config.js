/** The one rule that needs types, which costs a reading of the whole program: it is a step of its own (scripts/steps.ts). */
import ts from 'typescript-eslint'

export default ts.config({
	files: ['server/**/*.ts'],
	languageOptions: { parser: ts.parser, parserOptions: { projectService: true } },
	plugins: { '@typescript-eslint': ts.plugin },
	linterOptions: { reportUnusedDisableDirectives: 'off' },
	rules: { '@typescript-eslint/no-floating-promises': 'error' }
})
