using System.Linq.Expressions;
using System.Reflection;

namespace Kernel.Actor;

/// <summary>The values of a constructor call's arguments, mostly without compiling anything.</summary>
internal static class ExpressionValue
{
    public static object? Evaluate(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member when IsReadable(member):
                return field.GetValue(member.Expression is null ? null : Evaluate(member.Expression));
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert
                when convert.Type.IsAssignableFrom(convert.Operand.Type):
                return Evaluate(convert.Operand);
            default:
                // The interpreter starts faster than the compiler, and each argument is evaluated once.
                return Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object)))
                    .Compile(preferInterpretation: true)();
        }
    }

    // A captured variable is a field of a closure object; a null in between must throw as the code itself would.
    private static bool IsReadable(MemberExpression member) =>
        member.Expression is null or ConstantExpression { Value: not null };
}
