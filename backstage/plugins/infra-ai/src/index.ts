export { default } from './plugin';
export { infraAiApiRef, InfraAiApi } from './api';
export { infraAiTranslationRef } from './translation';
