/**
 * Observation checklists that ship with the product (domain.md D15): no regulation has one of its own. A municipality changes them,
 * or adds its own, in its copy of the regulation.
 */
import type { Regulation } from './schema.ts'

type Checklist = Regulation['checklists'][number]

export const lessonChecklist: Checklist = {
	id: 'lesson',
	wording: 'Посещение урока',
	questions: [
		{ id: 'aim', wording: 'Цель урока понятна ученикам', scale: 'degree' },
		{ id: 'structure', wording: 'Этапы урока связаны и укладываются во время', scale: 'degree' },
		{ id: 'activity', wording: 'Большинство учеников работает самостоятельно', scale: 'degree' },
		{ id: 'feedback', wording: 'Учитель даёт обратную связь по ходу урока', scale: 'degree' },
		{ id: 'order', wording: 'На уроке порядок без потери времени', scale: 'yesNo' },
		{ id: 'results', wording: 'В конце урока подведены итоги', scale: 'yesNo' },
		{ id: 'strong', wording: 'Что удалось', scale: 'words' },
		{ id: 'next', wording: 'Над чем работать дальше', scale: 'words' }
	],
	source: null
}

export const schoolChecklist: Checklist = {
	id: 'school',
	wording: 'Посещение школы: управление',
	questions: [
		{ id: 'plan', wording: 'Есть годовой план работы, и он выполняется', scale: 'degree' },
		{ id: 'acts', wording: 'Локальные акты действующие и размещены на сайте', scale: 'degree' },
		{ id: 'team', wording: 'Обязанности заместителей распределены', scale: 'degree' },
		{ id: 'control', wording: 'Внутришкольный контроль ведётся, по итогам есть решения', scale: 'degree' },
		{ id: 'lessons', wording: 'Руководитель посещает уроки и разбирает их с учителями', scale: 'yesNo' },
		{ id: 'parents', wording: 'С родителями есть постоянная связь', scale: 'yesNo' },
		{ id: 'strong', wording: 'Что удалось', scale: 'words' },
		{ id: 'next', wording: 'Над чем работать дальше', scale: 'words' }
	],
	source: null
}
