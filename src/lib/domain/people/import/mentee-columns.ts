/** The table of the bank of mentees (domain.md T22, T33, S3, R13, §3.3). */
import { haveCommonWord } from '../matching-words.ts'
import { TEXT_LETTERS, TITLE_LETTERS } from '../../text-letters.ts'
import { textForm } from './cell-form.ts'
import { valueColumn, type Cells, type Column } from './column.ts'
import { fold } from './fold.ts'
import { lineItem, listForm } from './list-form.ts'
import { commonColumns, minorColumns, nameColumns, workColumns } from './person-columns.ts'
import type { ImportedMentee } from './rows.ts'

export const menteeColumns: readonly Column<ImportedMentee>[] = [
	...nameColumns<ImportedMentee>(),
	...workColumns<ImportedMentee>(),
	{
		id: 'category',
		heading: 'Категория',
		variants: ['Категория наставляемого', 'Группа', 'Статус наставляемого'],
		isRequired: true,
		read({ entry }, text, { categories }) {
			const found = findCategory(categories, text)
			if (found === null) return { code: 'not-one-of', allowed: categories.map(({ wording }) => wording) }
			entry.categoryId = found
			return null
		},
		write: ({ entry: { categoryId = '' } }, { categories }) =>
			categories.find(({ id }) => id === categoryId)?.wording ?? categoryId
	},
	valueColumn(
		{
			id: 'mainRequest',
			heading: 'Запрос',
			variants: ['Основной запрос', 'Главный запрос', 'Запрос наставляемого', 'Образовательный запрос'],
			isRequired: true
		},
		textForm(TEXT_LETTERS),
		{ set: ({ entry }, request) => void (entry.mainRequest = request), get: ({ entry }) => entry.mainRequest }
	),
	valueColumn(
		{
			id: 'difficulties',
			heading: 'Дефициты',
			variants: ['Затруднения', 'Трудности', 'Профессиональные дефициты', 'Профессиональные затруднения']
		},
		listForm(lineItem(TITLE_LETTERS), 30),
		{ set: ({ entry }, lines) => void (entry.difficulties = lines), get: ({ entry }) => entry.difficulties }
	),
	...minorColumns<ImportedMentee>(),
	...commonColumns<ImportedMentee>()
]

/** By its wording or its id, or by words that only one of them has: «резервист», «низкие результаты». */
function findCategory(categories: Cells['categories'], text: string): string | null {
	const folded = fold(text)
	const exact = categories.find(({ id, wording }) => id === folded || fold(wording) === folded)
	if (exact !== undefined) return exact.id
	const words = folded.split(/[^a-zа-я]+/).filter((word) => word.length > 3)
	const alike = categories.filter(({ wording }) => words.length > 0 && words.every((word) => isIn(wording, word)))
	const [only] = alike
	return alike.length === 1 && only !== undefined ? only.id : null
}

function isIn(wording: string, word: string): boolean {
	return haveCommonWord(wording, word) || fold(wording).includes(word)
}
