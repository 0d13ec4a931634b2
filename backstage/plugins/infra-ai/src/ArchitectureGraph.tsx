import { DependencyGraph, DependencyGraphTypes } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { Component, Relation } from './api';

const useStyles = makeStyles(theme => ({
  frame: { position: 'relative' },
  graph: { width: '100%', minHeight: 260, maxHeight: 520 },
  box: { fill: theme.palette.background.paper, stroke: theme.palette.primary.main, strokeWidth: 1.5 },
  name: { fill: theme.palette.text.primary, fontSize: 14, fontWeight: 600 },
  kind: { fill: theme.palette.text.secondary, fontSize: 11 },
  label: { fill: theme.palette.text.secondary, fontSize: 11 },
}));

/** The components and relations that the agent understood. */
export function ArchitectureGraph(props: { components: Component[]; relations: Relation[] }) {
  const classes = useStyles();
  const known = new Set(props.components.map(c => c.id));
  return (
    <div className={classes.frame} data-testid="infra-ai-graph">
      <DependencyGraph
        className={classes.graph}
        nodes={props.components.map(component => ({ id: component.id, component }))}
        edges={props.relations
          .filter(r => known.has(r.from) && known.has(r.to))
          .map(({ from, to, label, kind }) => ({ from, to, label: label ?? kind }))}
        direction={DependencyGraphTypes.Direction.LEFT_RIGHT}
        labelPosition={DependencyGraphTypes.LabelPosition.CENTER}
        nodeMargin={28}
        rankMargin={70}
        showArrowHeads
        fit="contain"
        renderNode={({ node }) => <Box component={(node as { component: Component }).component} />}
        renderLabel={({ edge }) => (
          <text className={classes.label} textAnchor="middle">
            {edge.label as string}
          </text>
        )}
      />
    </div>
  );
}

/** Sized from the text, since a drawing on a server or in a hidden tab measures nothing. */
function Box({ component }: { component: Component }) {
  const classes = useStyles();
  const under = [component.kind, component.technology].filter(t => t && t !== component.name).join(' · ');
  const width = Math.max(component.name.length * 8.4, under.length * 6.4) + 28;
  return (
    <g data-testid={`infra-ai-node-${component.id}`}>
      <rect className={classes.box} width={width} height={52} rx={8} />
      <text className={classes.name} x={width / 2} y={23} textAnchor="middle">
        {component.name}
      </text>
      <text className={classes.kind} x={width / 2} y={40} textAnchor="middle">
        {under}
      </text>
    </g>
  );
}
