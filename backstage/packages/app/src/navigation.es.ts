export default {
  home: 'Inicio',
  'infra-ai': 'Describir',
  catalog: 'Catálogo',
  'catalog-graph': 'Relaciones',
  'api-docs': 'APIs',
  techdocs: 'Documentos',
  scaffolder: 'Crear',
  'catalog-import': 'Registrar',
  search: 'Buscar',
  'user-settings': 'Ajustes',
};
